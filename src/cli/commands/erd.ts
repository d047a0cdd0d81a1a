import { Option } from 'commander';
import type { PictureFormat } from '../../report/write-picture.js';
import { callOf, type DefineCommand } from '../command.js';
import { listOf, pathOf } from '../values.js';

interface ErdWords {
  readonly tables?: readonly string[];
  readonly schema?: readonly string[];
  readonly format?: PictureFormat;
  readonly output?: string;
}

const formats: readonly PictureFormat[] = ['html', 'svg', 'mermaid', 'dot'];

export const defineErd: DefineCommand = (program, take) => {
  program
    .command('erd')
    .description('draw the tables of the entities and their foreign keys; asks no database')
    .option('--tables <names>', 'these tables, parted by commas, and in brief those that foreign keys tie to them; may be given several times', listOf('--tables'))
    .option('--schema <name>', 'the tables of this schema; may be given several times', listOf('--schema'))
    .addOption(new Option('--format <format>', 'a page, a picture, or a text to draw it from').choices(formats))
    .option('-o, --output <file>', 'write it into this file', pathOf('--output'))
    .action(({ tables, schema, format, output }: ErdWords) => {
      const request = {
        ...(tables === undefined ? {} : { tables: tables.flatMap((names) => names.split(',')).map((name) => name.trim()) }),
        ...(schema === undefined ? {} : { schemas: schema }),
        ...(format === undefined ? {} : { format }),
        ...(output === undefined ? {} : { output }),
      };
      take(callOf('erd', request, () => (require('../runs/erd.js') as typeof import('../runs/erd.js')).erd));
    });
};
