using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>What a caller may have made of Torch before it calls this library.</summary>
internal static class TorchStates
{
    public static readonly string[] All =
    [
        "no gradients", "gradients off", "inference", "Float64", "BFloat16", "meta", "all at once",
    ];

    public static IDisposable Enter(string name) => name switch
    {
        "no gradients" => no_grad(),
        "gradients off" => set_grad_enabled(false),
        "inference" => inference_mode(),
        "Float64" => new Defaults(ScalarType.Float64, CPU),
        "BFloat16" => new Defaults(ScalarType.BFloat16, CPU),
        "meta" => new Defaults(ScalarType.Float32, META),
        "all at once" => new Several([no_grad(), inference_mode(), new Defaults(ScalarType.Float64, META)]),
        _ => throw new ArgumentException(name),
    };

    /// <summary>All of it, as text.</summary>
    public static string Now() =>
        $"gradients {is_grad_enabled()}, inference {is_inference_mode_enabled()}, {get_default_dtype()}, "
        + $"{get_default_device().type}, {get_num_threads()} threads";

    private sealed class Defaults : IDisposable
    {
        private readonly ScalarType _type = get_default_dtype();
        private readonly Device _device = get_default_device();

        public Defaults(ScalarType type, Device device)
        {
            set_default_dtype(type);
            set_default_device(device);
        }

        public void Dispose()
        {
            set_default_dtype(_type);
            set_default_device(_device);
        }
    }

    private sealed class Several(IDisposable[] parts) : IDisposable
    {
        public void Dispose()
        {
            foreach (var part in parts.Reverse()) part.Dispose();
        }
    }
}
