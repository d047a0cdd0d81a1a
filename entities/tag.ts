import { Column, Entity, ManyToMany, PrimaryGeneratedColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Product } from './product';

/** A word by which products are found. */
@Entity()
export class Tag {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 40, unique: true })
  label: string;

  @ManyToMany(() => Product, (product) => product.tags)
  products: Relation<Product>[];
}
