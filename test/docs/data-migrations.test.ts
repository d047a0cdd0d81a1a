import { itTellsTheTruth } from '../support/page-story.js';

describe('the page of data migrations', () => {
  itTellsTheTruth({ name: 'data-migrations.md', files: ['migrations/1-products.ts', 'migrations/2-categories.ts', 'migrations/3-slugs.ts'], printed: 4 });
});
