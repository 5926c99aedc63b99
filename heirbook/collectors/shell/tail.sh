sec done true
