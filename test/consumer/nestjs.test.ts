import { itAsConsumer } from '../support/consumer.js';

describe('a NestJS app', () => {
  itAsConsumer('with npm and TypeORM 0.3', { fixtures: ['nestjs'], manager: 'npm', entity: 'src/products/product.entity.ts', added: ['src/data-source.ts', 'src/migrations'] });
});
