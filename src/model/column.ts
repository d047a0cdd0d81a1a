import type { Column } from './schema.js';

/** Whether an insert must say a value for the column: it may not be empty, and nothing gives it one. */
export const asksForValue = ({ nullable, default: value, generation, generated }: Column): boolean =>
  !nullable && value === null && generation === null && generated === null;
