import { jsonText } from "../languages/json.ts";
import { hasMark, onlyMark, written } from "../languages/marks.ts";
import { pascalCase } from "../languages/names.ts";
import { TemplateDocument, TemplateReference } from "../made/resource.ts";

type Names = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Names => typeof value === "object" && value !== null;

const substituted = (text: string): unknown => ({
  "Fn::Sub": written(
    text,
    (literal) => literal.replaceAll("${", "${!"),
    (name) => `\${${pascalCase(name)}}`,
  ),
});

const referenced = ({ id, attribute }: TemplateReference): unknown =>
  attribute === null ? { Ref: id } : { "Fn::GetAtt": [id, attribute] };

/** Keys that a template cannot have: CloudFormation computes no key, and takes these for functions of its own. */
const isForeignKey = (key: string): boolean => hasMark(key) || key === "Ref" || key.startsWith("Fn::");

const hasForeignKey = (value: unknown): boolean =>
  isObject(value) &&
  !(value instanceof TemplateReference) &&
  Object.entries(value).some(([key, inner]) => isForeignKey(key) || hasForeignKey(inner));

/** Within JSON a `$` may be written by its number, so that `Fn::Sub` finds the parameters and nothing else. */
function textOf(document: unknown): unknown {
  const json = jsonText(document);
  if (!hasMark(json)) return json;
  return {
    "Fn::Sub": written(
      json,
      (literal) => literal.replaceAll("${", "\\u0024{"),
      (name) => `\${${pascalCase(name)}}`,
    ),
  };
}

/** A value of a property as CloudFormation reads it. */
export function templateValue(value: unknown): unknown {
  if (typeof value === "string") {
    if (!hasMark(value)) return value;
    const only = onlyMark(value);
    return only === null ? substituted(value) : { Ref: pascalCase(only) };
  }
  if (value instanceof TemplateReference) return referenced(value);
  // A property that takes a document takes its JSON text too.
  if (value instanceof TemplateDocument) {
    return hasForeignKey(value.document) ? textOf(value.document) : templateValue(value.document);
  }
  if (Array.isArray(value)) return value.map(templateValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, templateValue(inner)]));
}
