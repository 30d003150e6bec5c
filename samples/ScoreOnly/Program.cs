using Microsoft.ML;
using ScoreOnly;

if (args.Length > 1)
{
    Console.Error.WriteLine("Usage: ScoreOnly [PATH-OF-A-SAVED-MODEL]");
    return 2;
}

var path = args.Length == 1 ? args[0] : "digits.zip";
if (!File.Exists(path))
{
    Console.Error.WriteLine(
        $"There is no '{Path.GetFullPath(path)}'. Run the sample QuickStart first: it saves the model as "
        + "digits.zip in the folder it is run from; run ScoreOnly in the same folder, or name the file.");
    return 2;
}

var mlContext = new MLContext();
var model = mlContext.Model.Load(path, out _);
var data = mlContext.Data.LoadFromTextFile<Digit>(
    Path.Combine(AppContext.BaseDirectory, "digits.csv"), separatorChar: ',');
using var engine = mlContext.Model.CreatePredictionEngine<Digit, DigitPrediction>(model);
foreach (var digit in mlContext.Data.CreateEnumerable<Digit>(data, reuseRowObject: false).Take(10))
{
    var prediction = engine.Predict(digit);
    Console.WriteLine($"is {digit.Label}, said {prediction.PredictedLabel}, probability {prediction.Score.Max():P1}");
}

// What a folder of this program holds is what has to be shipped beside .NET itself.
var folder = new DirectoryInfo(AppContext.BaseDirectory);
var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
Console.WriteLine(FormattableString.Invariant($"\nThis program's folder: {bytes / 1e6:F1} MB."));

var failures = new[]
{
    (What: "libraries of libtorch are loaded", Found: NativeTorch.Loaded()),
    (What: "libraries of libtorch lie beside the program", Found: NativeTorch.In(folder.FullName)),
}.Where(check => check.Found.Count > 0).ToArray();
foreach (var (what, found) in failures)
    Console.Error.WriteLine($"FAILED: {what}: {string.Join(", ", found)}");
if (failures.Length > 0) return 1;
Console.WriteLine("No library of libtorch is loaded, and none lies beside this program.");
return 0;
