import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArguments } from '../../../src/cli/arguments.js';
import type { Surroundings } from '../../../src/cli/command.js';
import { bashCompletion } from '../../../src/cli/completion/bash.js';
import { fishCompletion } from '../../../src/cli/completion/fish.js';
import { vocabularyOf } from '../../../src/cli/completion/vocabulary.js';
import { zshCompletion } from '../../../src/cli/completion/zsh.js';
import { defineProgram } from '../../../src/cli/program.js';

const program = defineProgram('1.2.3', { write: () => undefined, take: () => undefined });
const vocabulary = vocabularyOf(program);

const itWith = (shell: string): jest.It => (spawnSync(shell, ['--version']).status === 0 ? it : it.skip);

it('is printed by the command for all commands', async () => {
  const request = parseArguments(['completion', 'bash'], '1.2.3');
  const outcome = request.type === 'command' ? await request.call.perform({} as Surroundings) : null;
  expect(outcome?.json).toMatchObject({ shell: 'bash', script: bashCompletion(vocabulary) });
});

describe('bash', () => {
  /** What bash offers for the last word of each line, when Tab is pressed there. */
  function complete(lines: readonly (readonly string[])[], cwd: string = tmpdir()): readonly (readonly string[])[] {
    const asked = lines.map((words) => `COMP_WORDS=(limbeck ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _limbeck; echo "\${COMPREPLY[@]}"`);
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-euc', [bashCompletion(vocabulary), 'complete -p limbeck', ...asked].join('\n')], { encoding: 'utf8', cwd });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const [bound, ...replies] = stdout.trimEnd().split('\n');
    expect(bound).toBe('complete -F _limbeck limbeck');
    return lines.map((_, position) => (replies[position] ?? '').split(' ').filter((word) => word !== ''));
  }

  itWith('bash')('offers every command, and behind each its options and those of every command', () => {
    const [commands, ...options] = complete([[''], ...program.commands.map((command) => [command.name(), '--'])]);
    expect(commands).toEqual(expect.arrayContaining(program.commands.map((command) => command.name())));
    const long = (all: readonly { readonly long?: string | undefined }[]): readonly string[] => all.flatMap((option) => option.long ?? []);
    const expected = program.commands.map((command) => [...long(command.options), ...long(program.options), '--help'].sort());
    expect(options.map((each) => [...each].sort())).toEqual(expected);
  });

  itWith('bash')('completes what was begun: commands, options, targets, choices', () => {
    expect(complete([['diff', '--ex'], ['--json', 'dow'], ['upgrade', 'he'], ['completion', ''], ['revision', '-m', '']])).toEqual([['--explain'], ['downgrade'], ['head', 'heads'], expect.arrayContaining(['bash', 'zsh', 'fish']), []]);
  });

  itWith('bash')('completes paths, with spaces too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'limbeck-completion-'));
    try {
      writeFileSync(join(folder, 'orm config.ts'), '');
      mkdirSync(join(folder, 'ordered'));
      expect(complete([['-d', 'or'], ['--directory', 'or']], folder)).toEqual([['orm', 'config.ts', 'ordered'].sort().reverse(), ['ordered']].map((each): unknown => expect.arrayContaining(each)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('zsh', () => {
  itWith('zsh')('accepts the script', () => {
    expect(spawnSync('zsh', ['-n', '-c', zshCompletion(vocabulary)], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('describes each command, with what its text holds kept as it is', () => {
    expect(zshCompletion(vocabulary)).toContain(`'adopt:say how an app that has TypeORM'\\''s own migrations stands'`);
  });
});

describe('fish', () => {
  itWith('fish')('accepts the script', () => {
    expect(spawnSync('fish', ['--no-execute', '-c', fishCompletion(vocabulary)], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('offers an option behind its command alone, and paths where they belong', () => {
    const lines = fishCompletion(vocabulary).split('\n');
    expect(lines).toContain("complete -c limbeck -n '__fish_seen_subcommand_from diff' -l explain -d 'print what both sides have, where the entities say so, and how to accept it'");
    expect(lines.filter((line) => line.includes('-l data-source '))).toEqual([expect.stringMatching(/^complete -c limbeck -s d -l data-source -r -F -d /)]);
    expect(lines).toContainEqual(expect.stringContaining("TypeORM\\'s own migrations"));
  });
});
