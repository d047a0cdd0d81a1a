import { itTellsTheTruth } from '../support/page-story.js';

describe('the page of reviewing', () => {
  itTellsTheTruth({ name: 'reviewing.md', files: ['migrations/1-shop.ts', 'migrations/2-categories.ts'], printed: 6 });
});
