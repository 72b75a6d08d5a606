import { jsonText } from "../languages/json.ts";
import { hasMark, marksIn, written } from "../languages/marks.ts";
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

const hasMarkInKey = (value: unknown): boolean =>
  isObject(value) && Object.entries(value).some(([key, inner]) => hasMark(key) || hasMarkInKey(inner));

/** Within JSON a `$` may be written by its number, so that `Fn::Sub` finds the parameters and nothing else. */
const substitutedJson = (document: unknown): unknown => ({
  "Fn::Sub": written(
    jsonText(document),
    (literal) => literal.replaceAll("${", "\\u0024{"),
    (name) => `\${${pascalCase(name)}}`,
  ),
});

/** A value of a property as CloudFormation reads it. */
export function templateValue(value: unknown): unknown {
  if (typeof value === "string") {
    if (!hasMark(value)) return value;
    return value === `\uFDD0${marksIn(value)[0]}\uFDD1`
      ? { Ref: pascalCase(marksIn(value)[0] ?? "") }
      : substituted(value);
  }
  if (value instanceof TemplateReference) return referenced(value);
  // Names of a template's keys cannot be computed, but a document may be given as its JSON text.
  if (value instanceof TemplateDocument) {
    return hasMarkInKey(value.document) ? substitutedJson(value.document) : templateValue(value.document);
  }
  if (Array.isArray(value)) return value.map(templateValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, templateValue(inner)]));
}
