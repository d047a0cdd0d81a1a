import { hazardCodes } from '../../../../../src/dialect/hazard.js';
import { describe as describeOperation } from '../../../../../src/operation/describe.js';
import { hazardCases } from '../../../../cases/hazards/all';
import type { HazardCase } from '../../../../cases/hazards/case';
import { assess } from '../../../../support/hazards';

const nameOf = ({ steps, context }: HazardCase): string =>
  [...steps.map((step) => describeOperation(step, 'public')), ...(context === undefined ? [] : [JSON.stringify(context)])].join('; ');

describe.each(hazardCodes)('%s', (code) => {
  const { fires, quiet } = hazardCases[code];

  it.each(fires.map((each) => [nameOf(each), each] as const))('is said of: %s', async (_, { steps, context }) => {
    const found = (await assess(steps, context)).flat().filter((hazard) => hazard.code === code);
    expect(found).not.toEqual([]);
    for (const { message, hint } of found) expect([message, hint]).toEqual([expect.stringMatching(/^\S.*\.$/s), expect.stringMatching(/^\S.*\S$/s)]);
  });

  it.each(quiet.map((each) => [nameOf(each), each] as const))('is not said of: %s', async (_, { steps, context }) => {
    const found = (await assess(steps, context)).flat().filter((hazard) => hazard.code === code);
    expect(found).toEqual([]);
  });
});
