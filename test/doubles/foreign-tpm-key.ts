// The name of a key in a TPM that no longer exists: real in form, of use to nobody.

export const foreignTpmKey = `-----BEGIN TSS2 PRIVATE KEY-----
MIHwBgZngQUKAQOgAwEBAQIEQAAAAQRYAFYAIwALAAYAcgAAABAAEAADABAAIGW1
B2Kh+Fre5Ax0uaecsq7fcMEKS2bVT5rNSNWvXE1SACAwWbhN5W3CPA1oz1QeqgIR
E+bHUuv/C0ujxrnDf2KnRQSBgAB+ACCkzUoMh/TigLYPrP6wxVGWN8L0+UOdjso6
Fp/9rJoRKwAQGaK75DIRXupjGxrk5KWTKQkysec8my6kWjNyRxpimAdMj4aWLqau
p00GUFeps7M2e4oidQDqSO8c6Dvrrq87trQaR3aSs9MJGE9fByTdXKW/M2tBRlWi
lxI/
-----END TSS2 PRIVATE KEY-----
`;
