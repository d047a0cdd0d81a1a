import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataSource } from 'typeorm';
import { count } from '../kernel/text.js';
import { isTypeScript } from '../loader/module-format.js';
import { decoratorOptionsOf } from '../loader/project.js';
import { shownPath } from '../loader/shown-path.js';
import type { CompleteOptions } from '../migrator/options.js';
import type { RevisionGraph } from '../revision/graph.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Checks what `tsconfig.json` says of decorators: Limbeck does without, but the app may not. */
export function checkDecorators(file: string): Finding {
  const subject = 'decorators';
  if (!isTypeScript(file)) return good(subject, 'the project is JavaScript, or compiled');
  const found = decoratorOptionsOf(file);
  if (found === null) return warning(subject, { text: 'no tsconfig.json', advice: 'Limbeck needs none; where your app is compiled, set experimentalDecorators and emitDecoratorMetadata.' });
  const missing = (['experimentalDecorators', 'emitDecoratorMetadata'] as const).filter((option) => !found[option]);
  if (missing.length === 0) return good(subject, 'with metadata, in the app too');
  return warning(subject, { text: `${shownPath(found.file)} does not set ${missing.join(' and ')}`, advice: 'Limbeck does without, and takes the types of columns from what you write; TypeORM in your app knows only what decorators are told.' });
}

/** Checks the options that change a schema beside the migrations. */
export function checkSwitches({ options }: Pick<DataSource, 'options'>): Finding {
  const subject = 'synchronize';
  if (options.dropSchema === true) return problem(subject, { text: 'dropSchema is true: whenever the app connects, every row is lost', advice: 'Set dropSchema to false in the DataSource.' });
  if (options.synchronize === true) return problem(subject, { text: 'synchronize is true: the app changes the schema whenever it connects, and may drop columns with their values', advice: 'Set synchronize to false in the DataSource: from now on, migrations change the schema.' });
  if (options.migrationsRun === true) return warning(subject, { text: "migrationsRun is true: the app runs migrations with TypeORM's own runner, without the lock", advice: 'Set migrationsRun to false, and let `limbeck upgrade` or `migrator.upgrade()` run them.' });
  return good(subject, 'off');
}

/** Checks that new files can be written. */
export function checkDirectory({ directory }: Pick<CompleteOptions, 'directory'>): Finding {
  const subject = 'directory';
  try {
    accessSync(firstThere(directory), constants.W_OK);
    return good(subject, shownPath(directory));
  } catch {
    return problem(subject, { text: `${shownPath(directory)} cannot be written`, advice: 'Correct the permissions, or the option `directory`.' });
  }
}

/** The folder, or the one above it in which it would be made. */
const firstThere = (folder: string): string => (existsSync(folder) || dirname(folder) === folder ? folder : firstThere(dirname(folder)));

/** Checks the graph of the revision files. */
export function checkGraph({ revisions, heads }: RevisionGraph): Finding {
  const subject = 'revisions';
  if (heads.length > 1) return warning(subject, { text: `${count(revisions.size, 'revision')} with ${heads.length} heads: ${heads.map(({ id }) => id).join(', ')}`, advice: 'Join them with `limbeck merge heads`, unless they are meant to go on side by side.' });
  return good(subject, revisions.size === 0 ? 'none yet' : `${count(revisions.size, 'revision')}, head ${heads[0]?.id ?? ''}`);
}

/** Checks that there are entities. */
export function checkEntities({ entityMetadatas }: Pick<DataSource, 'entityMetadatas'>): Finding {
  const subject = 'entities';
  if (entityMetadatas.length > 0) return good(subject, entityMetadatas.length === 1 ? '1 entity' : `${entityMetadatas.length} entities`);
  return problem(subject, { text: 'the DataSource has none', advice: 'Name them in `entities`. A glob counts from the working directory, unless it begins with a folder (`join(__dirname, …)`).' });
}
