import { Node, type ObjectLiteralExpression, Project, type PropertyAssignment, type SourceFile } from 'ts-morph';

/** The syntax of a file, which is not read again and whose imports are not followed. */
export function parse(file: string, text: string): SourceFile {
  const project = new Project({ useInMemoryFileSystem: true, skipFileDependencyResolution: true, compilerOptions: { allowJs: true } });
  return project.createSourceFile(file, text);
}

/** An object that is written out, here or as a constant of the file, whatever type it is said to have. */
export function objectOf(node: Node | undefined): ObjectLiteralExpression | null {
  if (Node.isObjectLiteralExpression(node)) return node;
  if (Node.isAsExpression(node) || Node.isSatisfiesExpression(node)) return objectOf(node.getExpression());
  if (!Node.isIdentifier(node)) return null;
  return objectOf(node.getSourceFile().getVariableDeclaration(node.getText())?.getInitializer());
}

/** The property `name: value` of an object, whether or not its name stands in quotes. */
export function propertyOf(object: ObjectLiteralExpression, name: string): PropertyAssignment | undefined {
  return object.getProperties().filter(Node.isPropertyAssignment).find((property) => nameOf(property) === name);
}

/** The name of a property, without quotes. */
export function nameOf(property: PropertyAssignment): string {
  const node = property.getNameNode();
  return Node.isStringLiteral(node) ? node.getLiteralText() : node.getText();
}

/** The text that an expression is, where it is one that is written out. */
export const literalTextOf = (node: Node | undefined): string | null => (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node) ? node.getLiteralText() : null);
