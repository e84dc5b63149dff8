// What makes Windows take two packages for releases of one product.

/** The same in every MSI of Stile, for ever: by it a newer one finds and replaces the older. */
export const upgradeCode = '{6C1E7A52-94D3-4A0B-8F6E-3B7D2C95E1A4}';
