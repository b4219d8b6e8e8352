import type { Field, Model, PrismaSchema, Relation, Unique } from './model.ts';
import { type Attribute, type Block, blocksOf, type Line, listed, quoted } from './syntax.ts';

const attribute = ({ attributes }: Pick<Line, 'attributes'>, name: string): Attribute | undefined => attributes.find((a) => a.name === name);

const blockAttributes = ({ lines }: Block, name: string): readonly Attribute[] => lines.filter((l) => l.name === '').flatMap((l) => l.attributes.filter((a) => a.name === name));

const text = (a: Attribute | undefined, ...names: readonly string[]): string | undefined => names.map((n) => quoted(a?.args.get(n))).find((t) => t !== undefined);

const bare = (type: string): string => type.replace(/[?[\]]/g, '');

const sqlTypes: Readonly<Record<string, string>> = {
  String: 'text', Boolean: 'bool', Int: 'int4', BigInt: 'int8', Float: 'float8', Decimal: 'numeric', DateTime: 'timestamp', Json: 'jsonb', Bytes: 'bytea',
  'db.Text': 'text', 'db.Uuid': 'uuid', 'db.VarChar': 'varchar', 'db.Char': 'bpchar', 'db.Citext': 'citext', 'db.Integer': 'int4', 'db.SmallInt': 'int2',
  'db.BigInt': 'int8', 'db.Timestamptz': 'timestamptz', 'db.Timestamp': 'timestamp', 'db.Date': 'date', 'db.JsonB': 'jsonb', 'db.Json': 'json', 'db.Boolean': 'bool',
  'db.DoublePrecision': 'float8', 'db.Real': 'float4', 'db.Decimal': 'numeric', 'db.ByteA': 'bytea',
};

const sqlType = (line: Line): string | undefined => {
  const native = line.attributes.find((a) => a.name.startsWith('db.'));
  return line.type.endsWith('[]') ? undefined : sqlTypes[native ? native.name : bare(line.type)];
};

const fieldOf = (line: Line): Field => ({
  name: line.name,
  column: text(attribute(line, 'map'), '0', 'name') ?? line.name,
  type: bare(line.type),
  sqlType: sqlType(line),
  optional: line.type.endsWith('?'),
  list: line.type.endsWith('[]'),
});

/** An index with a predicate says nothing of the other rows. */
const isPartial = (a: Attribute): boolean => a.args.has('where');

const uniqueOf = (primary: boolean) => (a: Attribute): readonly Unique[] => {
  const fields = listed(a.args.get('fields') ?? a.args.get('0'));
  return fields.length === 0 || isPartial(a) ? [] : [{ name: text(a, 'name') ?? fields.join('_'), fields, primary }];
};

const uniquesOf = (block: Block, lines: readonly Line[]): readonly Unique[] => [
  ...lines.flatMap((l): readonly Unique[] => {
    const primary = attribute(l, 'id') !== undefined;
    const unique = attribute(l, 'unique');
    return primary || (unique && !isPartial(unique)) ? [{ name: l.name, fields: [l.name], primary }] : [];
  }),
  ...blockAttributes(block, 'id').flatMap(uniqueOf(true)),
  ...blockAttributes(block, 'unique').flatMap(uniqueOf(false)),
];

const relationName = (line: Line): string | undefined => text(attribute(line, 'relation'), 'name', '0');

interface Side {
  readonly block: Block;
  readonly line: Line;
}

const isOwner = ({ line }: Side): boolean => attribute(line, 'relation')?.args.has('fields') === true;

/** The field at the other end; of a relation of a model with itself, the other of the two fields. */
const otherSide = ({ block, line }: Side, blocks: ReadonlyMap<string, Block>): Side | undefined => {
  const target = blocks.get(bare(line.type));
  const found = target?.lines.filter((l) => l !== line && bare(l.type) === block.name && relationName(l) === relationName(line));
  return target && found?.[0] && { block: target, line: found[0] };
};

const through = ({ block, line }: Side, other: Side): NonNullable<Relation['through']> => {
  const name = relationName(line) ?? [block.name, other.block.name].sort().join('To');
  // The sides are in the order of the names of the models, or of the fields where a model refers to itself.
  const first = block.name === other.block.name ? line.name < other.line.name : block.name < other.block.name;
  return { table: `_${name}`, own: first ? 'A' : 'B', other: first ? 'B' : 'A' };
};

const relationOf = (side: Side, blocks: ReadonlyMap<string, Block>): Relation => {
  const { line } = side;
  const other = otherSide(side, blocks);
  const owner = isOwner(side);
  const holder = owner ? line : other?.line;
  const held = holder && attribute(holder, 'relation');
  const fields = listed(held?.args.get('fields'));
  const references = listed(held?.args.get('references'));
  const list = line.type.endsWith('[]');
  return {
    name: line.name,
    target: bare(line.type),
    list,
    optional: line.type.endsWith('?'),
    own: owner ? fields : references,
    referenced: owner ? references : fields,
    owner,
    onDelete: held?.args.get('onDelete'),
    onUpdate: held?.args.get('onUpdate'),
    through: list && fields.length === 0 && other?.line.type.endsWith('[]') ? through(side, other) : undefined,
  };
};

const modelOf = (block: Block, blocks: ReadonlyMap<string, Block>): Model => {
  const lines = block.lines.filter((l) => l.name !== '');
  return {
    name: block.name,
    schema: blockAttributes(block, 'schema').map((a) => text(a, '0', 'map'))[0],
    table: blockAttributes(block, 'map').map((a) => text(a, '0', 'name'))[0] ?? block.name,
    view: block.keyword === 'view',
    fields: new Map(lines.filter((l) => !blocks.has(bare(l.type))).map((l) => [l.name, fieldOf(l)])),
    relations: new Map(lines.filter((l) => blocks.has(bare(l.type))).map((line) => [line.name, relationOf({ block, line }, blocks)])),
    uniques: uniquesOf(block, lines),
  };
};

const valueOf = (block: Block, name: string): string | undefined => block.lines.find((l) => l.name === name)?.value;

const features = (generator: Block): readonly string[] => listed(valueOf(generator, 'previewFeatures')).flatMap((f) => quoted(f) ?? []);

/** Where a schema makes several clients, each of them has to say so. */
const isStrict = (blocks: readonly Block[]): boolean => {
  const clients = blocks.filter((b) => b.keyword === 'generator' && /^"prisma-client(-js)?"$/.test(valueOf(b, 'provider') ?? ''));
  return clients.length > 0 && clients.every((c) => features(c).includes('strictUndefinedChecks'));
};

/** Reads the text of a schema. */
export const readPrismaSchema = (source: string): PrismaSchema => {
  const blocks = blocksOf(source);
  const models = new Map(blocks.filter((b) => b.keyword === 'model' || b.keyword === 'view').map((b) => [b.name, b]));
  return {
    models: new Map([...models].map(([name, block]) => [name, modelOf(block, models)])),
    strict: isStrict(blocks),
    foreignKeys: !blocks.some((b) => b.keyword === 'datasource' && valueOf(b, 'relationMode') === '"prisma"'),
  };
};
