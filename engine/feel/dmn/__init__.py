"""Decision models (DMN 1.1 to 1.5) as process owners draw them: read once, checked, evaluated any number of times;
`table` is their plain data.
"""
