import { type Finding, good, problem } from './finding.js';
import { installedVersion, versionIn } from './installed-version.js';

/** A package that the project must have, and which versions of it will do. */
interface Needed {
  readonly name: string;
  readonly subject: string;
  readonly allowed: string;
  readonly accepts: (version: readonly [major: number, minor: number, patch: number]) => boolean;
}

/** As `peerDependencies` of Limbeck's package.json says. */
const needed: readonly Needed[] = [
  { name: 'typeorm', subject: 'TypeORM', allowed: '0.3.20 or later, or 1.x', accepts: ([major, minor, patch]) => major === 1 || (major === 0 && minor === 3 && patch >= 20) },
  { name: 'pg', subject: 'driver pg', allowed: '8.11 or later', accepts: ([major, minor]) => major === 8 && minor >= 11 },
  { name: 'reflect-metadata', subject: 'reflect-metadata', allowed: '0.1.14 or later, or 0.2', accepts: ([major, minor, patch]) => major === 0 && (minor === 2 || (minor === 1 && patch >= 14)) },
];

/** Checks the packages that a file of the project would load. */
export const checkPackages = (file: string): readonly Finding[] => needed.map((each) => checkPackage(each, installedVersion(each.name, file)));

function checkPackage({ name, subject, allowed, accepts }: Needed, version: string | null): Finding {
  const advice = `Install ${name} ${allowed}: npm install ${name}`;
  if (version === null) return problem(subject, { text: 'not installed', advice });
  return accepts(versionIn(version)) ? good(subject, version) : problem(subject, { text: `Limbeck does not know version ${version}`, advice });
}
