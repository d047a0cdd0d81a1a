export const file = '/app/migrations/2026_11_21_0930-3f9d2c81b7aa_add_sku.ts';
export const otherFile = '/app/migrations/2026_11_21_1015-c04be96a1d52_add_tags.ts';
export const server = 'localhost:5432';
