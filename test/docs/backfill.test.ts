import { itTellsTheTruth } from '../support/page-story.js';

describe('the page of backfills', () => {
  itTellsTheTruth({ name: 'backfill.md', files: ['migrations/1-products.ts', 'migrations/2-add-slug.ts', 'migrations/3-fill-slug.ts'], printed: 4 });
});
