import { ts } from '#compiler';
import type { LoadedProject } from '../project/setup.ts';
import { candidateAt, type TenantCandidate } from './candidate.ts';
import type { TenantWords } from './words.ts';

/** Names of types that speak for who is signed in. */
const session = /session|(?<!o)auth(?!or)|context|claim|jwt|token|principal|identity|currentuser|requestuser/i;
/** Names of types that hold what somebody sends, or wants. */
const given = /input|dto|params|props|options|args|body|response|result|query|create|update|insert|event|config|state|table|row|job|error/i;

const brand = /brand|tagged|opaque|nominal|flavou?r/i;

type Members = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

const membersOf = (node: Members): readonly (ts.TypeElement | ts.ClassElement)[] => {
  if (!ts.isTypeAliasDeclaration(node)) return [...node.members];
  const parts = ts.isIntersectionTypeNode(node.type) ? node.type.types : [node.type];
  return parts.flatMap((p) => (ts.isTypeLiteralNode(p) ? [...p.members] : []));
};

const plain = /^(string|number|bigint)$/;

/** `string & { … }`, `Brand<string, 'TenantId'>` */
const isBranded = (node: Members): boolean => {
  if (!ts.isTypeAliasDeclaration(node)) return false;
  const { type } = node;
  if (ts.isIntersectionTypeNode(type)) return type.types.some((t) => plain.test(t.getText()));
  return ts.isTypeReferenceNode(type) && brand.test(type.typeName.getText()) && type.typeArguments?.some((t) => plain.test(t.getText())) === true;
};

const candidatesIn = (node: Members, words: TenantWords, project: LoadedProject): readonly TenantCandidate[] => {
  const name = node.name?.text;
  if (name === undefined) return [];
  if (isBranded(node) && words.exactly.test(name)) return [candidateAt(project, node, { name, why: 'a branded type', score: 10 })];
  if (!session.test(name) || given.test(name)) return [];
  const isOfTenant = words.about.test(name.replace(session, ''));
  const names = isOfTenant ? new Set([...words.properties, 'id']) : words.properties;
  const property = membersOf(node).flatMap((m) => (m.name && ts.isIdentifier(m.name) && names.has(m.name.text) ? [m.name.text] : []))[0];
  return property === undefined ? [] : [candidateAt(project, node, { name: `${name}.${property}`, why: 'by their names', score: /session|(?<!o)auth|claim|jwt/i.test(name) ? 6 : 4 })];
};

/** Types of a file whose values look like the tenant of the session. */
export const tenantTypesIn = (file: ts.SourceFile, words: TenantWords, project: LoadedProject): readonly TenantCandidate[] =>
  file.statements.flatMap((s) => (ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s) || ts.isClassDeclaration(s) ? candidatesIn(s, words, project) : []));
