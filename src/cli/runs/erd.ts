import type { ModelPictureRequest } from '../../migrator/erd.js';
import type { Run } from '../command.js';
import { type Destination, textOutcome } from './text-outcome.js';

/** Draws the tables of the entities. */
export const erd: Run<ModelPictureRequest & Destination> = async ({ output, ...request }, { migrator }) => {
  const { tables, format, text } = await migrator.erd(request);
  return textOutcome(text, output, { tables, format, text });
};
