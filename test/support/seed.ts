import fc from 'fast-check';

/** Properties try the same values each time, so that a change is judged by what it changes; `LIMBECK_SEED=7 npm test` tries others. */
fc.configureGlobal({ seed: Number(process.env['LIMBECK_SEED'] ?? 20_260_101) });
