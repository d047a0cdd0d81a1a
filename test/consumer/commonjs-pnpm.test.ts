import { itAsConsumer } from '../support/consumer.js';

const app = { entity: 'src/product.entity.ts', added: ['src/migrations'] };

describe('an app of CommonJS modules', () => {
  itAsConsumer('with pnpm and TypeORM 0.3', { ...app, fixtures: ['commonjs', 'commonjs-0.3'], manager: 'pnpm' });
});
