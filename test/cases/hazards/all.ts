import type { HazardCode } from '../../../src/dialect/hazard.js';
import { appCases } from './app';
import type { RuleCases } from './case';
import { dataCases } from './data';
import { lockCases } from './lock';
import { runCases } from './run';
import { sqlCases } from './sql';
import { styleCases } from './style';

/** The cases of every rule; the compiler knows when one is missing. */
export const hazardCases: { readonly [C in HazardCode]: RuleCases } = { ...appCases, ...dataCases, ...lockCases, ...runCases, ...sqlCases, ...styleCases };
