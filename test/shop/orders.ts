import type { DataSource, EntityManager } from 'typeorm';
import type { Customer } from '../../entities/customer';
import { Order } from '../../entities/order';
import { OrderLine } from '../../entities/order-line';
import { Product, ProductStatus } from '../../entities/product';

/** What somebody wants to buy: how many of which product. */
export interface Wish {
  readonly sku: string;
  readonly quantity: number;
}

/** Why the shop does not do something. */
export class ShopError extends Error {}

/** Orders products for a customer, at the prices of this moment: all of them, or none. */
export async function placeOrder(dataSource: DataSource, customer: Customer, wishes: readonly Wish[]): Promise<Order> {
  return dataSource.transaction(async (manager) => {
    const order = await manager.save(manager.create(Order, { customer }));
    for (const wish of wishes) await addLine(manager, order, wish);
    return manager.findOneOrFail(Order, { where: { id: order.id }, relations: { lines: true, customer: true } });
  });
}

async function addLine(manager: EntityManager, order: Order, { sku, quantity }: Wish): Promise<void> {
  const product = await manager.findOneBy(Product, { sku, isActive: true, status: ProductStatus.Active });
  if (product === null) throw new ShopError(`There is no ${sku} to be had.`);
  await manager.insert(OrderLine, { orderId: order.id, productId: product.id, quantity, unitPrice: product.price });
}

/** What an order costs, to the cent, as the database adds it up. */
export async function totalOf(dataSource: DataSource, order: Order): Promise<string> {
  const row = await dataSource
    .createQueryBuilder(OrderLine, 'line')
    .select('COALESCE(SUM(line.quantity * line.unit_price), 0)::numeric(12, 2)::text', 'total')
    .where('line.order_id = :id', { id: order.id })
    .getRawOne<{ readonly total: string }>();
  return row?.total ?? '0.00';
}

/** Notes that an order is paid; a second time is an error. */
export async function payOrder(dataSource: DataSource, order: Order): Promise<void> {
  const { affected } = await dataSource.createQueryBuilder().update(Order).set({ paidAt: () => 'now()' }).where('id = :id AND paid_at IS NULL', { id: order.id }).execute();
  if (affected !== 1) throw new ShopError(`Order ${order.id} is paid already.`);
}

/** The orders of a customer, newest first. */
export function ordersOf(dataSource: DataSource, customer: Customer): Promise<Order[]> {
  return dataSource.getRepository(Order).find({ where: { customer: { id: customer.id } }, order: { placedAt: 'DESC', id: 'DESC' }, relations: { lines: true } });
}
