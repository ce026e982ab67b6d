"""The rights of the people whose data the house keeps: erasing, copying, holding, keeping no longer than needed."""
