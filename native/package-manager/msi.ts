// The calls of Windows's installer library that are used here, with plain values at both ends.

export interface Msi {
  /** The installed product of that family, as `{…}`; null if there is none. */
  productOf(family: string): string | null;
  installedVersion(product: string): string | null;
  /** A row of the table `Property` of a package file; null if it cannot be read. */
  property(file: string, name: string): string | null;
}

/** winerror.h, msiquery.h */
const success = 0;
const readOnly = 0n;

/** Null where there is no such library. */
export async function openMsi(): Promise<Msi | null> {
  try {
    return await bindings();
  } catch {
    return null;
  }
}

async function bindings(): Promise<Msi> {
  const { default: koffi } = await import('koffi');
  const msi = koffi.load('msi.dll');
  const enumRelatedProducts = msi.func(
    'uint32_t __stdcall MsiEnumRelatedProductsW(const char16_t *family, uint32_t reserved, uint32_t index, void *product)',
  );
  const getProductInfo = msi.func(
    'uint32_t __stdcall MsiGetProductInfoW(const char16_t *product, const char16_t *what, void *value, _Inout_ uint32_t *size)',
  );
  const openDatabase = msi.func(
    'uint32_t __stdcall MsiOpenDatabaseW(const char16_t *file, uintptr_t persist, _Out_ uint32_t *database)',
  );
  const openView = msi.func(
    'uint32_t __stdcall MsiDatabaseOpenViewW(uint32_t database, const char16_t *query, _Out_ uint32_t *view)',
  );
  const viewExecute = msi.func('uint32_t __stdcall MsiViewExecute(uint32_t view, uint32_t record)');
  const viewFetch = msi.func('uint32_t __stdcall MsiViewFetch(uint32_t view, _Out_ uint32_t *record)');
  const recordGetString = msi.func(
    'uint32_t __stdcall MsiRecordGetStringW(uint32_t record, uint32_t field, void *value, _Inout_ uint32_t *size)',
  );
  const closeHandle = msi.func('uint32_t __stdcall MsiCloseHandle(uint32_t handle)');

  /** What a call writes into a buffer of so many letters. */
  function text(call: (buffer: Buffer, size: [number]) => number): string | null {
    const size: [number] = [512];
    const buffer = Buffer.alloc(size[0] * 2);
    return call(buffer, size) === success ? buffer.toString('utf16le', 0, size[0] * 2) : null;
  }

  /** Opens something, has it looked at, and closes it again. */
  function opened<T>(open: (handle: [number]) => number, look: (handle: number) => T | null): T | null {
    const handle: [number] = [0];
    if (open(handle) !== success) return null;
    try {
      return look(handle[0]);
    } finally {
      closeHandle(handle[0]);
    }
  }

  return {
    productOf(family) {
      // 38 letters and the zero at their end.
      const product = Buffer.alloc(39 * 2);
      return enumRelatedProducts(family, 0, 0, product) === success ? product.toString('utf16le', 0, 38 * 2) : null;
    },
    installedVersion: (product) => text((buffer, size) => getProductInfo(product, 'VersionString', buffer, size)),
    property(file, name) {
      const query = `SELECT \`Value\` FROM \`Property\` WHERE \`Property\` = '${name}'`;
      return opened(
        (database) => openDatabase(file, readOnly, database),
        (database) =>
          opened(
            (view) => openView(database, query, view),
            (view) =>
              viewExecute(view, 0) !== success
                ? null
                : opened(
                    (record) => viewFetch(view, record),
                    (record) => text((buffer, size) => recordGetString(record, 1, buffer, size)),
                  ),
          ),
      );
    },
  };
}
