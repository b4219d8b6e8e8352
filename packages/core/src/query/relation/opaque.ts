import { factory, type NodeBase } from '../node.ts';

/** A source of rows that could not be read (a dynamic table, an unread fragment). */
export interface OpaqueRelation extends NodeBase<'opaque-relation'> {
  readonly rule: string;
  readonly cause: string;
  readonly alias?: string | undefined;
}
export const opaqueRelation = factory<OpaqueRelation>('opaque-relation');
