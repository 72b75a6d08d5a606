import { inflateSync } from "node:zlib";

const WOFF_SIGNATURE = 0x774f4646;
const WOFF_HEADER_BYTES = 44;
const WOFF_TABLE_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_TABLE_BYTES = 16;

/**
 * The TrueType or OpenType font inside a WOFF 1.0 file. npm font packages ship web fonts only, which resvg does not read.
 *
 * @throws Error if the bytes are no WOFF 1.0 file.
 * @see https://www.w3.org/TR/WOFF/#OverallStructure
 */
export function fontFromWoff(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== WOFF_SIGNATURE) throw new Error("Not a WOFF 1.0 font");
  const flavor = woff.readUInt32BE(4);
  const tableCount = woff.readUInt16BE(12);
  const directory = Buffer.alloc(SFNT_HEADER_BYTES + tableCount * SFNT_TABLE_BYTES);
  writeSfntHeader(directory, flavor, tableCount);

  const tables: Buffer[] = [];
  let offset = directory.length;
  for (let i = 0; i < tableCount; i++) {
    const source = WOFF_HEADER_BYTES + i * WOFF_TABLE_BYTES;
    const [tag, start, storedBytes, bytes, checksum] = Array.from({ length: 5 }, (_, field) =>
      woff.readUInt32BE(source + field * 4),
    ) as [number, number, number, number, number];
    const stored = woff.subarray(start, start + storedBytes);
    const target = SFNT_HEADER_BYTES + i * SFNT_TABLE_BYTES;
    for (const [field, value] of [tag, checksum, offset, bytes].entries())
      directory.writeUInt32BE(value, target + field * 4);
    const padding = Buffer.alloc((4 - (bytes % 4)) % 4);
    tables.push(storedBytes < bytes ? inflateSync(stored) : stored, padding);
    offset += bytes + padding.length;
  }
  return Buffer.concat([directory, ...tables]);
}

function writeSfntHeader(directory: Buffer, flavor: number, tableCount: number): void {
  const entrySelector = Math.floor(Math.log2(tableCount));
  const searchRange = 2 ** entrySelector * SFNT_TABLE_BYTES;
  directory.writeUInt32BE(flavor, 0);
  directory.writeUInt16BE(tableCount, 4);
  directory.writeUInt16BE(searchRange, 6);
  directory.writeUInt16BE(entrySelector, 8);
  directory.writeUInt16BE(tableCount * SFNT_TABLE_BYTES - searchRange, 10);
}
