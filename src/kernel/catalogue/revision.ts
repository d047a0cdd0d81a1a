import { count, indent, list, sentence } from '../text.js';

/** The area `revision` of the catalogue: revision files and the graph they make. */
export const revisionErrors = {
  'revision/ambiguous': (d: { target: string; candidates: readonly string[] }) => ({
    message: `"${d.target}" is the beginning of several revisions: ${d.candidates.join(', ')}.`,
    hint: 'Write more of the id.',
  }),
  'revision/ambiguous-walk': (d: { target: string; choices: readonly string[] }) => ({
    message: `"${d.target}" can be counted in more than one way: by ${d.choices.join(', ')}.`,
    hint: 'Say which branch, as in `shop@+1`, or name the revision itself; `limbeck history --graph` shows them.',
  }),
  'revision/bad-id': (d: { file: string | null; id: string }) => ({
    message: `${d.file === null ? '' : `${d.file}: `}"${d.id}" cannot be the id of a revision.`,
    hint: 'An id is made of letters A to Z, digits and `_`, and is none of head, heads, base and current.',
  }),
  'revision/bad-identifier': (d: { target: string }) => ({
    message: `"${d.target}" names no revision.`,
    hint: 'Write an id or its first letters, a branch label, head, heads or base; after it steps (`ae10+1`), before it a branch (`shop@head`); or steps alone (`+1`).',
  }),
  'revision/bad-label': (d: { file: string | null; label: string }) => ({
    message: `${d.file === null ? '' : `${d.file}: `}"${d.label}" cannot be a branch label.`,
    hint: 'A label is made of letters A to Z, digits and `_`; between them `-`, `.` or `/` may stand before a letter. It is none of head, heads, base and current.',
  }),
  'revision/bad-phase': (d: { file: string; phase: string }) => ({
    message: `${d.file}: "${d.phase}" is no phase.`,
    hint: 'Write `static readonly phase = "expand"`, `"migrate"` or `"contract"`, or leave it out.',
  }),
  'revision/bad-range': (d: { range: string }) => ({
    message: `"${d.range}" is no range of revisions.`,
    hint: 'Write `start:end`, `start:` or `:end`. Only one side may be steps alone, which count from the other; the way down needs both sides.',
  }),
  'revision/baseline-not-first': (d: { heads: readonly string[] }) => ({
    message: `There are revisions already (${d.heads.join(', ')}), and a baseline would make again what they make.`,
    hint: 'A baseline is for a project without any. `limbeck revision --autogenerate` writes what the revisions leave open; `limbeck adopt` says how the database stands.',
  }),
  'revision/cannot-stamp': (d: { differences: number; pending: readonly string[] }) => ({
    message: `Cannot stamp ${list(d.pending)}: the database differs from the entities (${count(d.differences, 'difference')}), so it may be that these have not run.`,
    hint: 'See the differences with `limbeck adopt`. Run what has not run (`limbeck upgrade`), or say with `limbeck stamp` up to which revision all have.',
  }),
  'revision/cycle': (d: { members: readonly string[] }) => ({
    message: `Revisions stand on each other in a circle: ${[...d.members, ...d.members.slice(0, 1)].join(' → ')}.`,
    hint: 'Correct `downRevision` in one of these files.',
  }),
  'revision/dependency-cycle': (d: { members: readonly string[] }) => ({
    message: `Revisions stand or depend on each other in a circle: ${[...d.members, ...d.members.slice(0, 1)].join(' → ')}.`,
    hint: 'Correct `dependsOn` in one of these files.',
  }),
  'revision/duplicate': (d: { id: string; files: readonly string[] }) => ({
    message: `Two files have the revision "${d.id}": ${d.files.join(' and ')}.`,
    hint: 'Delete one of them, or give it an id of its own. A build folder that holds the same revisions compiled must not be read beside its sources.',
  }),
  'revision/duplicate-label': (d: { label: string; files: readonly string[] }) => ({
    message: `The branch label "${d.label}" names two revisions: ${d.files.join(' and ')}.`,
    hint: 'Write it into one file only; all that stands on that revision has it too. A label may not be the id of a revision either.',
  }),
  'revision/duplicate-name': (d: { name: string; files: readonly string[] }) => ({
    message: `Two files have the migration name "${d.name}", by which TypeORM tells them apart: ${d.files.join(' and ')}.`,
    hint: 'Rename the class and its `name` in the newer file, with a later time stamp.',
  }),
  'revision/edited': (d: { revisions: readonly { readonly revision: string; readonly file: string; readonly appliedAt: string | null }[] }) => ({
    message: [
      'These revisions are applied, and their files were changed since:',
      ...d.revisions.map(({ revision, file, appliedAt }) => indent(`${revision}, ${file}${appliedAt === null ? '' : `, applied ${appliedAt}`}`)),
    ].join('\n'),
    hint: 'Put the files back as they ran and write a new revision for the change. If the change means nothing to the database, accept it: `limbeck repair`.',
  }),
  'revision/empty-message': (d: { message: string }) => ({
    message: `The message ${JSON.stringify(d.message)} has no letter or digit to name a file by.`,
    hint: 'Say in a few words what the revision does: `-m "add invoices"`.',
  }),
  'revision/file-exists': (d: { file: string }) => ({
    message: `There is a file ${d.file} already; Limbeck never overwrites one.`,
    hint: 'Move the file, or let `fileTemplate` hold %(rev)s, which is new each time.',
  }),
  'revision/half-squashed': (d: { revision: string; table: string; applied: readonly string[]; missing: string }) => ({
    message: `Revision ${d.revision} was squashed out of several, of which the table ${d.table} has only ${list(d.applied)}, and not the last, "${d.missing}".`,
    hint: 'Upgrade this database with the files as they were before the squash, at least to the last of these; then go on with the new file.',
  }),
  'revision/hook-failed': (d: { hook: string; file: string; reason: string; output: string }) => ({
    message: `The file ${d.file} is written, but a post-write hook failed over it (${d.hook}): ${sentence(d.reason)}${d.output === '' ? '' : `\n${indent(d.output)}`}`,
    hint: 'Correct `postWriteHooks` of the options, or what the command complains of, and run the command over the file by hand; or delete the file, and write it anew.',
  }),
  'revision/missing-dependency': (d: { revision: string; file: string; dependency: string }) => ({
    message: `Can't locate "${d.dependency}", on which ${d.revision} depends (${d.file}).`,
    hint: 'Fetch the file of that revision (another branch may have it), or correct `dependsOn`, which holds whole ids and branch labels.',
  }),
  'revision/loaded-before': (d: { file: string }) => ({
    message: `${d.file} was edited after this process had loaded it, and the process keeps what it loaded.`,
    hint: 'Start the process anew.',
  }),
  'revision/missing-file': (d: { name: string; revision: string | null; table: string; directory: string }) => ({
    message: `Can't locate revision "${d.revision ?? d.name}": the table ${d.table} says that it is applied, but no file in ${d.directory} has it.`,
    hint: 'Run this from the release or the branch that has the file, or fetch it; or correct `directory`. If the revision is gone for good, delete its row from the table.',
  }),
  'revision/missing-parent': (d: { revision: string; file: string; parent: string }) => ({
    message: `Can't locate revision "${d.parent}", on which ${d.revision} stands (${d.file}).`,
    hint: 'Fetch the file of that revision (another branch may have it), or correct `downRevision`.',
  }),
  'revision/multiple-heads': (d: { target: string; heads: readonly string[] }) => ({
    message: `There are ${d.heads.length} head revisions${d.target === 'head' ? '' : ` for "${d.target}"`}: ${d.heads.join(', ')}.`,
    hint: 'Name the one you mean, or with `heads` all of them; `limbeck merge heads` joins them.',
  }),
  'revision/name-taken': (d: { name: string; file: string }) => ({
    message: `"${d.name}" is the id or a branch label of a revision already: ${d.file}.`,
    hint: 'Choose another one.',
  }),
  'revision/no-down-revision': (d: { file: string }) => ({
    message: `${d.file} does not say on which revision it stands.`,
    hint: 'Add `static readonly downRevision = "…"` to its class, or `= null` for the first revision.',
  }),
  'revision/no-file': (d: { revision: string }) => ({
    message: `The file of ${d.revision} is not known: it is a class that \`migrations\` of the DataSource names.`,
    hint: 'Let the folder of its file be read: by `directory`, or by a glob in `migrations` of the DataSource.',
  }),
  'revision/no-revision': (d: { file: string }) => ({
    message: `${d.file} does not say which revision it is.`,
    hint: 'Add `static readonly revision = "…"` (12 hexadecimal digits) to its class; or take out `downRevision`, if it was written for TypeORM.',
  }),
  'revision/no-time-stamp': (d: { file: string; name: string }) => ({
    message: `${d.file}: the name "${d.name}" does not end in a 13-digit time stamp, as TypeORM wants it.`,
    hint: 'Write the milliseconds since 1970 behind the name of the class: `AddInvoices1720000000000`.',
  }),
  'revision/not-a-literal': (d: { file: string; member: string }) => ({
    message: `${d.file}: the value of \`${d.member}\` cannot be read from the text of the file.`,
    hint: 'Write the value itself, as a text in quotes; for what may have several values, a list of such texts; for none, null.',
  }),
  'revision/not-an-ancestor': (d: { range: string; start: string; ends: readonly string[] }) => ({
    message: `"${d.range}" is no range: ${d.start} is not an ancestor of ${d.ends.length === 0 ? 'base' : d.ends.join(', ')}.`,
    hint: 'Both sides must lie on one branch, and the start below the end; `limbeck history --graph` shows the branches.',
  }),
  'revision/not-a-head': (d: { revision: string }) => ({
    message: `Revision ${d.revision} is not a head: another stands on it already.`,
    hint: 'Stand on a head (`limbeck heads`), or begin a branch here with `--splice` (`splice: true`).',
  }),
  'revision/not-applied': (d: { target: string; revision: string }) => ({
    message: `Cannot downgrade to "${d.target}": revision ${d.revision} is not applied.`,
    hint: 'See `limbeck current`; `limbeck upgrade` leads to what is not applied.',
  }),
  'revision/not-at-head': (d: { pending: readonly string[] }) => ({
    message: `The database is not at head; not applied yet: ${d.pending.join(', ')}.`,
    hint: 'Run `limbeck upgrade` first: the new revision would repeat what those do.',
  }),
  'revision/not-on-branch': (d: { revision: string; branch: string }) => ({
    message: `Revision ${d.revision} is not on the branch "${d.branch}".`,
    hint: 'See `limbeck history --graph`; a branch is what stands on the revision that it is named after, and what that stands on.',
  }),
  'revision/not-one-class': (d: { file: string; classes: readonly string[] }) => ({
    message: d.classes.length === 0 ? `${d.file} exports no class.` : `${d.file} exports ${d.classes.length} classes: ${d.classes.join(', ')}.`,
    hint: 'A revision file exports its class, and each revision has a file of its own.',
  }),
  'revision/not-readable': (d: { path: string; reason: string }) => ({
    message: `Cannot read ${d.path}: ${d.reason}.`,
    hint: 'Correct the permissions, or `directory`.',
  }),
  'revision/not-writable': (d: { path: string; reason: string }) => ({
    message: `Cannot write ${d.path}: ${d.reason}.`,
    hint: 'Correct the permissions, or `directory`. Nothing was written.',
  }),
  'revision/nothing-to-merge': (d: { revisions: readonly string[] }) => ({
    message: `A merge joins two revisions or more, not ${d.revisions.length === 0 ? 'none' : `${d.revisions.join()} alone`}.`,
    hint: 'Name the revisions to join, or `heads` where there are several.',
  }),
  'revision/out-of-order': (d: { revision: string; file: string; name: string; relation: 'stands on' | 'depends on'; other: string; otherName: string }) => ({
    message: `Revision ${d.revision} ${d.relation} ${d.other}, but the time stamp of ${d.name} is not later than that of ${d.otherName}, and TypeORM runs the earlier one first (${d.file}).`,
    hint: `Give the class, and its \`name\`, a later time stamp; if it is applied already, correct \`${d.relation === 'stands on' ? 'downRevision' : 'dependsOn'}\` instead.`,
  }),
  'revision/over-walk': (d: { target: string; steps: number; possible: number }) => ({
    message: `"${d.target}" asks for ${count(d.steps, 'step')}, but there ${d.possible === 1 ? 'is' : 'are'} only ${d.possible}.`,
    hint: 'Ask for fewer, or name `head` or `base`.',
  }),
  'revision/overlapping': (d: { revision: string; others: readonly string[] }) => ({
    message: d.others.includes(d.revision) ? `Revision ${d.revision} is named twice.` : `Revision ${d.revision} overlaps with what else was named: it stands on ${d.others.join(', ')}.`,
    hint: 'Name revisions of different branches, each once.',
  }),
  'revision/unknown': (d: { target: string; nearest: string | null }) => ({
    message: `No revision matches "${d.target}".`,
    hint: d.nearest === null ? 'List them with `limbeck history`.' : `Did you mean "${d.nearest}"?`,
  }),
  'revision/unknown-branch': (d: { branch: string; nearest: string | null }) => ({
    message: `There is no branch "${d.branch}".`,
    hint: d.nearest === null ? 'Name a branch by its label or by one of its revisions; `limbeck heads` shows the labels.' : `Did you mean "${d.nearest}"?`,
  }),
  'revision/unknown-location': (d: { path: string; locations: readonly string[] }) => ({
    message: `Revision files are not read from ${d.path}, only from ${d.locations.join(', ')}.`,
    hint: 'Name one of these, or add the folder to `versionLocations`.',
  }),
  'revision/wrong-direction': (d: { target: string; direction: 'upgrade' | 'downgrade' }) => ({
    message: `"${d.target}" does not lead that way: ${d.direction === 'upgrade' ? 'an upgrade goes up from what is applied, as +1 does' : 'a downgrade goes down from what is applied, as -1 does'}.`,
    hint: `Use \`limbeck ${d.direction === 'upgrade' ? 'downgrade' : 'upgrade'} ${d.target}\`, or name a revision.`,
  }),
};
