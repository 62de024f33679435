"""What values are: column kernels, character sets, calendar and eras, check digits, formats, masking."""
