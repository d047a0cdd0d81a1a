import { itTellsTheTruth } from '../support/page-story.js';

describe('the page of zero down time', () => {
  itTellsTheTruth({
    name: 'zero-down-time.md',
    files: ['migrations/1-products.ts', 'migrations/2-add-cents.ts', 'migrations/3-fill-cents.ts', 'migrations/4-drop-price.ts'],
    printed: 4,
  });
});
