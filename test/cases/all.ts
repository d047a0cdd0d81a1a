import type { Case, SameCase } from './case.js';
import { columnTypeCases } from './column-type.js';
import { columnCases } from './columns.js';
import { decoratedCases } from './decorated.js';
import { changedDefaultCases, sameDefaultCases, spelledDefaultCases } from './defaults.js';
import { classCases, sameClassCases } from './classes.js';
import { entitySchemaCases, sameEntitySchemaCases } from './entity-schemas.js';
import { enumCases, sameEnumCases } from './enums.js';
import { postgisCases, samePostgisCases, sameVectorCases, vectorCases } from './extension-types.js';
import { extensionCases } from './extensions.js';
import { generatedCases, sameGeneratedCases } from './generated.js';
import { goneCases, sameGoneCases } from './gone.js';
import { indexCases, sameIndexCases } from './indexes.js';
import { keyCases, ruleCases, sameKeyCases } from './keys.js';
import { mixedCases } from './mixed.js';
import { nameCases, sameNameCases } from './names.js';
import { optionCases, sameOptionCases } from './options.js';
import { otherNameCases, sameOtherNameCases } from './other-names.js';
import { renameCases } from './renames.js';
import { sampleCases } from './samples.js';
import { tableCases } from './tables.js';
import { sameTypeCases, typeCases } from './types.js';
import { sameUnmanagedCases, unmanagedCases } from './unmanaged.js';
import { sameViewCases, viewCases } from './views.js';
import { writingCases } from './writing.js';

/** Every change of entities that Limbeck is held to. */
export const cases: readonly Case[] = [
  ...tableCases,
  ...columnCases,
  ...columnTypeCases,
  ...changedDefaultCases,
  ...keyCases,
  ...ruleCases,
  ...indexCases,
  ...enumCases,
  ...decoratedCases,
  ...viewCases,
  ...generatedCases,
  ...extensionCases,
  ...renameCases,
  ...mixedCases,
  ...nameCases,
  ...otherNameCases,
  ...goneCases,
  ...typeCases,
  ...classCases,
  ...entitySchemaCases,
  ...optionCases,
  ...postgisCases,
  ...vectorCases,
  ...sampleCases,
  ...unmanagedCases,
  ...writingCases,
];

/** Every schema that entities must be found equal to. */
export const sameCases: readonly SameCase[] = [
  ...sameDefaultCases,
  ...spelledDefaultCases,
  ...sameKeyCases,
  ...sameIndexCases,
  ...sameViewCases,
  ...sameGeneratedCases,
  ...sameEnumCases,
  ...sameNameCases,
  ...sameOtherNameCases,
  ...sameGoneCases,
  ...sameTypeCases,
  ...sameClassCases,
  ...sameEntitySchemaCases,
  ...sameOptionCases,
  ...samePostgisCases,
  ...sameVectorCases,
  ...sameUnmanagedCases,
];
