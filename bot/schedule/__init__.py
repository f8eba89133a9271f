"""What time sets off."""
