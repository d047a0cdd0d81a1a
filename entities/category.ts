import { Column, Entity, Index, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Product } from './product';

/** A shelf of the shop; shelves stand in shelves. */
@Entity()
@Index(['parent', 'position'])
export class Category {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 80 })
  name: string;

  @Column({ type: 'smallint', default: 0 })
  position: number;

  @ManyToOne(() => Category, (category) => category.children, { nullable: true, onDelete: 'CASCADE' })
  parent: Relation<Category> | null;

  @OneToMany(() => Category, (category) => category.parent)
  children: Relation<Category>[];

  @OneToMany(() => Product, (product) => product.category)
  products: Relation<Product>[];
}
