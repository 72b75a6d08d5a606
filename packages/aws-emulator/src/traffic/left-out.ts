/**
 * What an implementation of IAM other than AWS's leaves out of an answer. `action` is the name on the wire, `list` the element that
 * holds the records.
 */
export type LeftOut = {
  action: string;
  list: string;
  /** The fields that its records lack; `list`: the list itself is missing. */
  fields: readonly string[] | "list";
  /** Of how many records of an answer, the first ones; of all if left out. */
  records?: number;
};

/** An answer without what is left out of it. */
export function withoutLeftOut(xml: string, action: string, leftOut: readonly LeftOut[]): string {
  return leftOut.filter((each) => each.action === action).reduce(cut, xml);
}

function cut(xml: string, { list, fields, records = Number.POSITIVE_INFINITY }: LeftOut): string {
  const [start, end] = [xml.indexOf(`<${list}>`), xml.lastIndexOf(`</${list}>`)];
  if (start < 0 || end < 0) return xml;
  if (fields === "list") return xml.slice(0, start) + xml.slice(end + `</${list}>`.length);
  let held = xml.slice(start, end);
  for (const field of fields) {
    let seen = 0;
    held = held.replace(new RegExp(`<${field}>[^<]*</${field}>`, "g"), (element) => {
      seen += 1;
      return seen > records ? element : "";
    });
  }
  return xml.slice(0, start) + held + xml.slice(end);
}
