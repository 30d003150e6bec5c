using Larq.ModelBuilder.Data;
var watch = System.Diagnostics.Stopwatch.StartNew();
var f = TableInspection.Of(args[0], new ReadingChoices());
Console.WriteLine($"{f.Rows} rows; {f.SeparatorReason}; header {f.HeaderReason}; decimal {f.DecimalReason}; quoted {f.Loading.Quoted}; {watch.ElapsedMilliseconds} ms");
foreach (var c in f.Columns) Console.WriteLine($"{c.Index} {c.Name} {c.Kind} {c.Purpose} distinct {c.Distinct} missing {c.Missing}: {c.Reason}");
foreach (var x in f.Findings) Console.WriteLine($"{x.Severity} {x}");
