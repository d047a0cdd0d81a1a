import { types } from 'node:util';

/** Whether `value` is an error, also one of another realm: Jest runs its tests in one of their own. */
export const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

/** What a thrown value says; anything can be thrown. */
export const messageOf = (thrown: unknown): string => (isError(thrown) ? thrown.message : String(thrown));
