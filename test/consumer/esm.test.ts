import { itAsConsumer } from '../support/consumer.js';

describe('an app of ES modules', () => {
  itAsConsumer('with pnpm and TypeORM 1.x', { fixtures: ['esm'], manager: 'pnpm', entity: 'src/product.entity.ts', added: ['src/migrations'] });
});
