import type { MigrationInterface, QueryRunner } from "typeorm";
import { operations } from "limbeck";

/** Add categories, tags, customers and orders */
export class AddCategoriesTagsCustomersAndOrders1795223707735 implements MigrationInterface {
  static readonly revision = "4dca3eebfc4b";
  static readonly downRevision = "2d583d208cbe";
  readonly name = "AddCategoriesTagsCustomersAndOrders1795223707735";

  async up(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.createEnum({ name: "product_status_enum", values: ["draft", "active", "archived"] });
    await op.createTable({
      name: "category",
      columns: [
        { name: "id", type: "integer", nullable: false, generation: "serial" },
        { name: "name", type: "character varying(80)", nullable: false },
        { name: "position", type: "smallint", nullable: false, default: "'0'::smallint" },
        { name: "parentId", type: "integer" },
      ],
      primaryKey: { name: "PK_9c4e4a89e3674fc9f382d733f03", columns: ["id"] },
    });
    await op.createIndex("category", {
      name: "IDX_bad6c75666046ae6a0f594e747",
      keys: ["parentId", "position"],
    });
    await op.createTable({
      name: "customer",
      columns: [
        { name: "id", type: "uuid", nullable: false, default: "uuid_generate_v4()" },
        { name: "email", type: "character varying(254)", nullable: false },
        { name: "full_name", type: "character varying(120)", nullable: false },
        { name: "created_at", type: "timestamp with time zone", nullable: false, default: "now()" },
      ],
      primaryKey: { name: "PK_a7a13f4cacb744524e44dfdad32", columns: ["id"] },
      uniques: [{ name: "UQ_fdb2f3ad8115da4c7718109a6eb", columns: ["email"] }],
    });
    await op.createTable({
      name: "order",
      columns: [
        { name: "id", type: "bigint", nullable: false, generation: "identityAlways" },
        { name: "placed_at", type: "timestamp with time zone", nullable: false, default: "now()" },
        { name: "paid_at", type: "timestamp with time zone" },
        { name: "customerId", type: "uuid", nullable: false },
      ],
      primaryKey: { name: "PK_1031171c13130102495201e3e20", columns: ["id"] },
    });
    await op.createIndex("order", {
      name: "IDX_e62477c719b7714f870f1da7b8",
      keys: ["customerId", "placed_at"],
    });
    await op.createTable({
      name: "order_line",
      columns: [
        { name: "order_id", type: "bigint", nullable: false },
        { name: "product_id", type: "integer", nullable: false },
        { name: "quantity", type: "integer", nullable: false, default: "1" },
        { name: "unit_price", type: "numeric(10,2)", nullable: false },
      ],
      primaryKey: { name: "PK_48e580b43ab60dcbdb9fac73f97", columns: ["order_id", "product_id"] },
      checks: [{ name: "CHK_70b7795af7f48e74044d0c80c9", expression: "(quantity > 0)" }],
    });
    await op.createTable({
      name: "product_tag",
      columns: [
        { name: "productId", type: "integer", nullable: false },
        { name: "tagId", type: "integer", nullable: false },
      ],
      primaryKey: { name: "PK_d6fdd837e6bce433d7dc43bc444", columns: ["productId", "tagId"] },
    });
    await op.createIndex("product_tag", {
      name: "IDX_fd22d97428d2b0c25be95fb356",
      keys: ["productId"],
    });
    await op.createIndex("product_tag", {
      name: "IDX_9f8fcad8ca5a6000b79bf3c747",
      keys: ["tagId"],
    });
    await op.createTable({
      name: "tag",
      columns: [
        { name: "id", type: "integer", nullable: false, generation: "serial" },
        { name: "label", type: "character varying(40)", nullable: false },
      ],
      primaryKey: { name: "PK_8e4052373c579afc1471f526760", columns: ["id"] },
      uniques: [{ name: "UQ_647c189a51deb35bc452751bc4a", columns: ["label"] }],
    });
    await op.alterTable("product", { comment: { from: null, to: "What the shop sells" } });
    await op.addColumn("product", {
      name: "status",
      type: "product_status_enum",
      nullable: false,
      default: "'draft'::product_status_enum",
    });
    await op.addColumn("product", {
      name: "attributes",
      type: "jsonb",
      nullable: false,
      default: "'{}'::jsonb",
    });
    await op.addColumn("product", { name: "categoryId", type: "integer" });
    await op.alterColumn("product", "description", {
      comment: { from: null, to: "Markdown, shown on the page of the product" },
    });
    await op.createIndex("product", {
      name: "IDX_4c93ae5dace02fc1d71aead7b2",
      keys: ["name"],
      where: "is_active",
    });
    await op.createIndex("product", {
      name: "IDX_aac472f75738c343201f86392c",
      keys: ["categoryId", "status"],
    });
    // data/may-not-fit: PostgreSQL refuses foreign key
    // public.product.FK_ff0c0301a95e517153df97f6812 while a row points at nothing.
    await op.createForeignKey("product", {
      name: "FK_ff0c0301a95e517153df97f6812",
      columns: ["categoryId"],
      references: { table: "category", columns: ["id"] },
      onDelete: "set null",
    });
    await op.createForeignKey("category", {
      name: "FK_d5456fd7e4c4866fec8ada1fa10",
      columns: ["parentId"],
      references: { table: "category", columns: ["id"] },
      onDelete: "cascade",
    });
    await op.createForeignKey("order", {
      name: "FK_124456e637cca7a415897dce659",
      columns: ["customerId"],
      references: { table: "customer", columns: ["id"] },
      onDelete: "restrict",
    });
    await op.createForeignKey("order_line", {
      name: "FK_ed8fae6d7239e9d730219215af7",
      columns: ["order_id"],
      references: { table: "order", columns: ["id"] },
      onDelete: "cascade",
    });
    await op.createForeignKey("order_line", {
      name: "FK_4526de8c78faf508b2ef1e84366",
      columns: ["product_id"],
      references: { table: "product", columns: ["id"] },
      onDelete: "restrict",
    });
    await op.createForeignKey("product_tag", {
      name: "FK_fd22d97428d2b0c25be95fb3567",
      columns: ["productId"],
      references: { table: "product", columns: ["id"] },
      onDelete: "cascade",
      onUpdate: "cascade",
    });
    await op.createForeignKey("product_tag", {
      name: "FK_9f8fcad8ca5a6000b79bf3c7475",
      columns: ["tagId"],
      references: { table: "tag", columns: ["id"] },
      onDelete: "cascade",
      onUpdate: "cascade",
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const op = operations(queryRunner);
    await op.dropForeignKey("product_tag", "FK_9f8fcad8ca5a6000b79bf3c7475");
    await op.dropForeignKey("product_tag", "FK_fd22d97428d2b0c25be95fb3567");
    await op.dropForeignKey("order_line", "FK_4526de8c78faf508b2ef1e84366");
    await op.dropForeignKey("order_line", "FK_ed8fae6d7239e9d730219215af7");
    await op.dropForeignKey("order", "FK_124456e637cca7a415897dce659");
    await op.dropForeignKey("category", "FK_d5456fd7e4c4866fec8ada1fa10");
    await op.dropForeignKey("product", "FK_ff0c0301a95e517153df97f6812");
    await op.dropIndex("product", "IDX_aac472f75738c343201f86392c");
    await op.dropIndex("product", "IDX_4c93ae5dace02fc1d71aead7b2");
    await op.alterColumn("product", "description", {
      comment: { from: "Markdown, shown on the page of the product", to: null },
    });
    // data/lost: Every value of column public.product.categoryId is lost.
    await op.dropColumn("product", "categoryId");
    // data/lost: Every value of column public.product.attributes is lost.
    await op.dropColumn("product", "attributes");
    // data/lost: Every value of column public.product.status is lost.
    await op.dropColumn("product", "status");
    await op.alterTable("product", { comment: { from: "What the shop sells", to: null } });
    // data/lost: Every row of table public.tag is lost.
    await op.dropTable("tag");
    await op.dropIndex("product_tag", "IDX_9f8fcad8ca5a6000b79bf3c747");
    await op.dropIndex("product_tag", "IDX_fd22d97428d2b0c25be95fb356");
    // data/lost: Every row of table public.product_tag is lost.
    await op.dropTable("product_tag");
    // data/lost: Every row of table public.order_line is lost.
    await op.dropTable("order_line");
    await op.dropIndex("order", "IDX_e62477c719b7714f870f1da7b8");
    // data/lost: Every row of table public.order is lost.
    await op.dropTable("order");
    // data/lost: Every row of table public.customer is lost.
    await op.dropTable("customer");
    await op.dropIndex("category", "IDX_bad6c75666046ae6a0f594e747");
    // data/lost: Every row of table public.category is lost.
    await op.dropTable("category");
    await op.dropEnum("product_status_enum");
  }
}
