import { memberRef, showRef, topLevelRef } from '../../../model/identity.js';
import type { QualifiedName } from '../../../model/schema.js';

/** `table public.product` */
export const nameOf = (table: QualifiedName): string => showRef(topLevelRef('table', table));

/** `column public.product.price` */
export const columnOf = (table: QualifiedName, column: string): string => showRef(memberRef('column', table, column));
