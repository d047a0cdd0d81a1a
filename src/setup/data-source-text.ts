import { quoted, type Style } from './style.js';

/** What the text of a new file with a DataSource depends on. */
export interface NewDataSource {
  /** The folder of the revisions, as the option `directory` has it. */
  readonly directory: string;
  /** Where the files of the entities are, as an expression. */
  readonly entities: string;
}

/**
 * The statement that reads `.env` as apps do: from the working directory, where there is one, and the environment counts more.
 *
 * Source: Node.js manual, `process.loadEnvFile` (20.12.0 and later), which throws where the file is missing.
 */
export const loadEnvText = ({ quote, end }: Pick<Style, 'quote' | 'end'>): string => `if (existsSync(${quote}.env${quote})) process.loadEnvFile()${end}`;

/** A file with a DataSource that reads how to connect from the environment, and the options of Limbeck beside it. */
export const dataSourceText = ({ directory, entities }: NewDataSource): string =>
  [
    "import 'reflect-metadata';",
    "import { existsSync } from 'node:fs';",
    "import { DataSource } from 'typeorm';",
    "import type { MigratorOptions } from 'limbeck';",
    '',
    loadEnvText({ quote: "'", end: ';' }),
    '',
    'export const dataSource = new DataSource({',
    "  type: 'postgres',",
    "  host: process.env.POSTGRES_HOST ?? 'localhost',",
    '  port: Number(process.env.POSTGRES_PORT ?? 5432),',
    "  username: process.env.POSTGRES_USER ?? 'postgres',",
    "  password: process.env.POSTGRES_PASSWORD ?? '',",
    "  database: process.env.POSTGRES_DB ?? 'postgres',",
    '  // Your entities: classes, or where their files are.',
    `  entities: [${entities}],`,
    '  synchronize: false,',
    '});',
    '',
    '/** How Limbeck works here; every option may be left out. */',
    'export const limbeck: MigratorOptions = {',
    `  directory: ${quoted(directory, "'")},`,
    '  // What is done with each new file.',
    "  // postWriteHooks: [['prettier', '--write', '{file}']],",
    '};',
    '',
  ].join('\n');
