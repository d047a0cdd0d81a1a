import { itTellsTheTruth } from '../support/page-story.js';

describe('the page of running', () => {
  itTellsTheTruth({ name: 'running.md', files: ['migrations/1-products.ts', 'migrations/2-unique-names.ts'], printed: 5 });
});
