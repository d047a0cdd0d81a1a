import type { DataSource } from 'typeorm';
import type { Category } from '../../entities/category';
import { Product, ProductStatus } from '../../entities/product';
import { Tag } from '../../entities/tag';

/** A product as the shop takes it in. */
export interface NewProduct {
  readonly sku: string;
  readonly name: string;
  readonly price: string;
  readonly tags?: readonly string[];
  readonly category?: Category;
}

/** Puts a product on sale; tags that nobody has used yet are made. */
export async function sell(dataSource: DataSource, { tags = [], category, ...product }: NewProduct): Promise<Product> {
  return dataSource.transaction(async (manager) => {
    if (tags.length > 0) await manager.createQueryBuilder().insert().into(Tag).values(tags.map((label) => ({ label }))).orIgnore().execute();
    const known = tags.length === 0 ? [] : await manager.createQueryBuilder(Tag, 'tag').where('tag.label IN (:...tags)', { tags }).getMany();
    return manager.save(manager.create(Product, { ...product, category: category ?? null, tags: known, status: ProductStatus.Active }));
  });
}

/** The products on a shelf and on all shelves in it, by name. */
export async function productsIn(dataSource: DataSource, category: Category): Promise<readonly Product[]> {
  const rows: readonly { readonly id: number }[] = await dataSource.query(
    `WITH RECURSIVE shelf (id) AS (
       SELECT id FROM category WHERE id = $1
       UNION SELECT category.id FROM category JOIN shelf ON category."parentId" = shelf.id)
     SELECT product.id FROM product JOIN shelf ON product."categoryId" = shelf.id`,
    [category.id],
  );
  if (rows.length === 0) return [];
  return dataSource.createQueryBuilder(Product, 'product').where('product.id IN (:...ids)', { ids: rows.map(({ id }) => id) }).orderBy('product.name').getMany();
}

/** The products that have a tag, by name. */
export const productsTagged = (dataSource: DataSource, label: string): Promise<Product[]> =>
  dataSource.getRepository(Product).find({ where: { tags: { label } }, order: { name: 'ASC' } });

/** Takes a product off sale; what was ordered stays ordered. */
export async function withdraw(dataSource: DataSource, sku: string): Promise<void> {
  await dataSource.getRepository(Product).update({ sku }, { isActive: false, status: ProductStatus.Archived });
}
