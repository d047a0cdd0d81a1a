/**
 * What a step raises by itself when rows hold an enum value that it would remove. TypeORM's own runner shows its message.
 *
 * Source: PostgreSQL 18, `src/include/utils/errcodes.h`: classes that begin with a letter from I to Z are for others to define.
 */
export const enumValueInUse = 'LM001';
