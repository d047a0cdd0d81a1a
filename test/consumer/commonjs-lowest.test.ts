import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { itAsConsumer } from '../support/consumer.js';

const repository = resolve(__dirname, '../..');
const fixture = 'commonjs-lowest';
const app = { entity: 'src/product.entity.ts', added: ['src/migrations'] };

type Versions = Readonly<Record<string, string>>;
const manifestIn = (folder: string) => JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')) as { readonly dependencies: Versions; readonly peerDependencies: Versions };

describe('an app of CommonJS modules', () => {
  it('has the lowest versions that the package asks for', () => {
    const { peerDependencies } = manifestIn('.');
    const { dependencies } = manifestIn(`test/fixtures/consumer/${fixture}`);
    for (const [name, version] of Object.entries(dependencies)) expect([name, peerDependencies[name]?.split(' || ')[0]]).toEqual([name, `^${version}`]);
  });

  itAsConsumer('with npm and these versions', { ...app, fixtures: ['commonjs', fixture], manager: 'npm' });
});
