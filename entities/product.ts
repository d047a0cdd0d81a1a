import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import type { Relation } from 'typeorm';
import { Category } from './category';
import { Tag } from './tag';

export enum ProductStatus {
  Draft = 'draft',
  Active = 'active',
  Archived = 'archived',
}

/** Something that the shop sells. */
@Entity({ comment: 'What the shop sells' })
@Check('price >= 0')
@Index(['category', 'status'])
@Index(['name'], { where: 'is_active' })
export class Product {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 32, unique: true })
  sku: string;

  @Column({ length: 120 })
  name: string;

  @Column({ type: 'text', nullable: true, comment: 'Markdown, shown on the page of the product' })
  description: string | null;

  @Column({ type: 'numeric', precision: 10, scale: 2 })
  price: string;

  @Column({ type: 'enum', enum: ProductStatus, default: ProductStatus.Draft })
  status: ProductStatus;

  @Column({ name: 'is_active', default: true })
  isActive: boolean;

  @Column({ type: 'jsonb', default: {} })
  attributes: Record<string, unknown>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @ManyToOne(() => Category, (category) => category.products, { nullable: true, onDelete: 'SET NULL' })
  category: Relation<Category> | null;

  @ManyToMany(() => Tag, (tag) => tag.products)
  @JoinTable({ name: 'product_tag' })
  tags: Relation<Tag>[];
}
