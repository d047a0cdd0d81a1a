import { cases, sameCases } from '../cases/all.js';
import { faults } from '../cases/faults.js';
import { defaultTypeOrm } from '../support/entities.js';
import { serverVersion } from '../support/server-version.js';
import { type Verdict, verdictOnChange, verdictOnSame } from '../support/typeorm-verdict.js';

const isMeasured = defaultTypeOrm === '1' && serverVersion >= 18;

/**
 * The other half of `cases.test.ts`, which holds Limbeck to the same cases. Where a later TypeORM no longer fails, this fails and says so.
 */
(isMeasured ? describe : describe.skip)('what the schema builder of TypeORM makes of cases that Limbeck passes (measured with 1.x on PostgreSQL 18)', () => {
  it.concurrent.each(faults)('$cause: $case', async ({ case: name, fails }) => {
    const verdict = await verdictOf(name);
    expect(verdict).toEqual(Object.fromEntries(Object.entries(fails).map(([kind, pattern]) => [kind, expect.stringMatching(pattern)])));
  });
});

async function verdictOf(name: string): Promise<Verdict> {
  const change = cases.find((each) => each.name === name);
  if (change !== undefined) return verdictOnChange(change);
  const same = sameCases.find((each) => each.name === name);
  if (same === undefined) throw new Error(`there is no case "${name}"`);
  return verdictOnSame(same);
}
