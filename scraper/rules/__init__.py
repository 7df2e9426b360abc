"""The rules over content/, one room each: header values, files and names, links and images."""
