namespace Microsoft.ML.Larq.Tensors;

/// <summary>Keeps oneDNN from AMX tiles, where a thread's frames would have no room for them.</summary>
internal static class TileLimit
{
    /// <summary>
    /// Sets oneDNN's variable in the process's own environment, which .NET's copy of it does not reach, unless it is
    /// set there under either of its names. oneDNN reads it once, before its first product.
    /// </summary>
    public static void Set()
    {
        if (!Linux.IsSet("DNNL_MAX_CPU_ISA"u8)) Linux.SetIfNew("ONEDNN_MAX_CPU_ISA"u8, "AVX512_CORE_BF16"u8);
    }
}
