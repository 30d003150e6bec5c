using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Larq.Packed;

if (args.Length is 0 or > 3 || args[0] is "--help" or "-h")
{
    Console.Error.WriteLine("""
        Usage: PackedOnly MODEL [ROWS.csv] [--bits | --profile]

        MODEL     a file of PackedNetwork.Save or of mlContext.Model.Save, for example QuickStart's digits.zip
        ROWS.csv  numbers with commas between, of which each row takes the first; default digits.csv beside the program
        --bits    write the scores as their bits
        --profile write what each layer takes of a row's time
        """);
    return 2;
}

var network = PackedNetwork.Load(args[0]);
if (args[^1] == "--profile")
{
    Console.Write(network.Profile());
    return 0;
}

var asBits = args[^1] == "--bits";
var path = args.Length > 1 && args[1] != "--bits" ? args[1] : Path.Combine(AppContext.BaseDirectory, "digits.csv");
var rows = File.ReadLines(path).Select(line => line.Split(',')).Where(fields => fields.Length >= network.InputSize)
    .SelectMany(fields => fields.Take(network.InputSize))
    .Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray();
var (count, outputs) = (rows.Length / network.InputSize, network.OutputSize);
var scores = new float[count * outputs];

// The first call of all compiles the code where that was not done ahead.
var first = Math.Min(count, 1);
network.Predict(rows.AsSpan(0, first * network.InputSize), scores.AsSpan(0, first * outputs));
var start = Stopwatch.GetTimestamp();
network.Predict(rows, scores);
var time = Stopwatch.GetElapsedTime(start);

Console.WriteLine($"{network.Use.Task} of {network.InputSize} numbers");
for (var row = 0; row < (asBits ? count : Math.Min(count, 10)); row++)
    Console.WriteLine(Said(network.Use, scores.AsSpan(row * outputs, outputs), asBits));
if (!asBits)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds / count:F1} µs a row"));
return 0;

static string Said(PackedUse use, ReadOnlySpan<float> scores, bool asBits)
{
    if (asBits)
        return string.Join(' ', scores.ToArray().Select(score => $"{BitConverter.SingleToUInt32Bits(score):X8}"));
    var largest = scores.Length == 1 ? scores[0] : scores.ToArray().Max();
    var said = use.ClassNames.IsEmpty || use.ClassOf(scores) < 0 ? "" : $"{use.ClassNames[use.ClassOf(scores)]}, ";
    return string.Create(CultureInfo.InvariantCulture, $"{said}{largest:G6}");
}
