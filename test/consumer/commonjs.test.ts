import { itAsConsumer } from '../support/consumer.js';

const app = { entity: 'src/product.entity.ts', added: ['src/migrations'] };

describe('an app of CommonJS modules', () => {
  itAsConsumer('with npm and TypeORM 1.x', { ...app, fixtures: ['commonjs'], manager: 'npm' });
});
