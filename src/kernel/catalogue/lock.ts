/** The area `lock` of the catalogue: one run at a time. */
export const lockErrors = {
  'lock/held': (d: { holder: string; waitedMs: number }) => ({
    message: `Another run holds the migration lock: ${d.holder}. Waited ${d.waitedMs} ms.`,
    hint: 'Wait for that run to end, or raise `lockWaitMs`.',
  }),
};
