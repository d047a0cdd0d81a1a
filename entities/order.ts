import { Column, CreateDateColumn, Entity, Index, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Customer } from './customer';
import { OrderLine } from './order-line';

/** What a customer bought at one time. */
@Entity('order')
@Index(['customer', 'placedAt'])
export class Order {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS', type: 'bigint' })
  id: string;

  @ManyToOne(() => Customer, (customer) => customer.orders, { nullable: false, onDelete: 'RESTRICT' })
  customer: Relation<Customer>;

  @CreateDateColumn({ name: 'placed_at', type: 'timestamptz' })
  placedAt: Date;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt: Date | null;

  @OneToMany(() => OrderLine, (line) => line.order, { cascade: true })
  lines: Relation<OrderLine>[];
}
